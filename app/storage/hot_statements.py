"""The SQL of hot questions. Each is one statement, asks by full keys, and is prepared once a connection.

Plans are made once, and perhaps while the tables are empty, when every index looks alike. So the statement leaves no
choice: it asks by the columns that tell rows apart, and compares the provider with `is not distinct from`, which no
index answers. `offset 0` and `limit 1` keep the look-up of a name apart from the list of names, once for each.
"""

from app.storage.verifications import COLUMNS

# $1 provider, $2 account, $3 certificate; $4 and $5 kinds and mirror places of the asked names, in order;
# $6 and $7 kinds and keys of all names that they could be filed under, one after the other; $8 the draft that is added
# to, which stands in its own way neither in the account nor for the certificate, or null.
TYPE_FACTS = """
with asked as (
    select i, kind, place from unnest($4::text[], $5::text[]) with ordinality as a (kind, place, i)
), candidates as (
    select i, kind, name from unnest($6::text[], $7::text[]) with ordinality as c (kind, name, i)
)
select
    (select site from accounts where id = $2 and provider_id is not distinct from $1) as account_site,
    (
        select count(*) from filings
        where account_id = $2 and provider_id is not distinct from $1 and is_open and id is distinct from $8
    ) as account_open_orders,
    array(
        select account_id from filings
        where certificate_index = $3 and provider_id is not distinct from $1 and is_open and id is distinct from $8
    ) as certificate_open_accounts,
    array(
        select distinct r.account_id from records r
        where r.certificate_index = $3 and r.provider_id is not distinct from $1
          and exists (select from record_services s where s.record_id = r.id and s.access_here)
    ) as holder_accounts,
    (
        select count(*) from (
            select r.certificate_index from records r
            where r.account_id = $2 and r.provider_id is not distinct from $1 and r.certificate_index <> $3
              and exists (select from record_services s where s.record_id = r.id)
            union
            select f.certificate_index from filings f
            where f.account_id = $2 and f.provider_id is not distinct from $1
              and f.is_open and f.certificate_index <> $3
        ) as others
    ) as account_other_subjects,
    subject.answer_sealed as subject_sealed,
    subject.fetched_at as subject_fetched_at,
    mirrored.answers as answers,
    mirrored.fetched as fetched,
    array(
        select c.i from candidates c
        where exists (
            select from filing_names n
            where n.provider_id = $1 and n.kind = c.kind and n.name = c.name and n.is_open
            offset 0
        )
    ) as open_candidates,
    array(
        select c.i from candidates c
        where exists (
            select from record_names n join record_services s on s.id = n.service_id
            where n.provider_id = $1 and n.kind = c.kind and n.name = c.name and s.access_here
            offset 0
        )
    ) as held_candidates
from (
    select array_agg(m.answer_sealed order by a.i) as answers, array_agg(m.fetched_at order by a.i) as fetched
    from asked a
    left join lateral (
        select answer_sealed, fetched_at from mirror_services
        where provider_id = $1 and kind = a.kind and place = a.place
        limit 1
    ) m on true
) as mirrored
left join mirror_subjects subject on subject.provider_id = $1 and subject.certificate_index = $3
"""

ADD_TYPE_VERIFICATION = (
    f"insert into type_verifications ({', '.join(column.name for column in COLUMNS)}) "  # noqa: S608 - our own names
    f"values ({', '.join(f'${place}' for place in range(1, len(COLUMNS) + 1))})"
)

# What a worker asks several times a second, most of the time for nothing: a whole unit of work for each would be most
# of what a resting service costs.
EVENTS_WAIT = "select exists (select from unpublished_events)"

# $1 now. Whether something before it in its order keeps one back is for who takes them to find out.
WEBHOOKS_WAIT = """
select exists (
    select from webhook_endpoints e
    cross join lateral (
        select from webhook_deliveries
        where endpoint_id = e.id and state = 'pending' and next_at <= $1
        limit 1
    ) due
    where e.disabled_at is null
)
"""

# $1 channel, $2 now
NOTICES_WAIT = "select exists (select from notices where channel = $1 and state = 'pending' and next_at <= $2)"
