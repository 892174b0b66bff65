-- Everything the sandbox knows. Applied at each start; every statement may run again.

create table if not exists sandbox_clock (
    id integer primary key check (id = 1),
    offset_seconds double precision not null
);
insert into sandbox_clock (id, offset_seconds) values (1, 0) on conflict do nothing;

create table if not exists number_serials (
    abbreviation text not null,
    year integer not null,
    last_serial integer not null check (last_serial between 1 and 999999),
    primary key (abbreviation, year)
);

create table if not exists subjects (
    subject_number text primary key,
    name text not null,
    nature text not null,
    region text not null,
    certificate_type text not null,
    certificate_family text not null,
    certificate_number text not null,
    blacklisted boolean not null default false,
    under_review boolean not null default false,
    last_sequence integer not null default 0,
    filed_at timestamptz not null,
    deregistered_at timestamptz
);
create unique index if not exists subjects_certificate
    on subjects (certificate_family, certificate_number) where deregistered_at is null;

create table if not exists services (
    id bigint generated always as identity primary key,
    subject_number text not null references subjects,
    number text not null unique,
    kind text not null,
    name text not null,
    blacklisted boolean not null default false,
    under_review boolean not null default false,
    filed_at timestamptz not null,
    deregistered_at timestamptz
);
-- A website can be put on record by its domain alone: its name is then not known.
alter table services alter column name drop not null;
create index if not exists services_subject on services (subject_number);
create index if not exists services_name on services (kind, name) where deregistered_at is null;

-- Only what is on record now: a deregistered service gives its domains back.
create table if not exists service_domains (
    domain text primary key,
    service_id bigint not null references services
);
create index if not exists service_domains_service on service_domains (service_id);

create table if not exists service_access (
    service_id bigint not null references services,
    provider_id text not null,
    primary key (service_id, provider_id)
);

create table if not exists submissions (
    receipt text primary key,
    provider_id text not null,
    submission_id text not null,
    body_hash bytea not null,
    body jsonb not null,
    -- json, not jsonb: the answer is given again as it was.
    answer json not null,
    certificate_family text not null,
    certificate_number text not null,
    state text not null,
    wrong_tries integer not null default 0 check (wrong_tries between 0 and 6),
    sms_expires_at timestamptz,
    due_at timestamptz,
    result jsonb,
    callback_sequence integer not null default 0,
    received_at timestamptz not null,
    unique (provider_id, submission_id)
);
create index if not exists submissions_due on submissions (due_at) where due_at is not null;
create index if not exists submissions_open_certificate
    on submissions (certificate_number) where state in ('awaiting_sms', 'authority_review');

-- What a submission asks for by name, so that two of them can be seen to want the same.
create table if not exists submission_names (
    receipt text not null references submissions,
    kind text not null,
    name text not null,
    primary key (receipt, kind, name)
);
create index if not exists submission_names_name on submission_names (name);

-- Which filing numbers a submission is about: its subject's, its services', and in a migration the old subject's.
create table if not exists submission_targets (
    receipt text not null references submissions,
    number text not null,
    primary key (receipt, number)
);
create index if not exists submission_targets_number on submission_targets (number);

create table if not exists sms_recipients (
    receipt text not null references submissions,
    phone text not null,
    roles text[] not null,
    certificate_last6 text[] not null,
    state text not null,
    code_hash bytea not null,
    resends_left integer not null default 2 check (resends_left >= 0),
    primary key (receipt, phone)
);

create table if not exists messages (
    id bigint generated always as identity primary key,
    phone text not null,
    code text not null,
    text text not null,
    sent_at timestamptz not null
);
create index if not exists messages_phone on messages (phone, id);

create table if not exists callbacks (
    id text primary key,
    receipt text not null references submissions,
    sequence integer not null,
    body text not null,
    attempts integer not null default 0,
    delivered boolean not null default false,
    unique (receipt, sequence)
);
create index if not exists callbacks_waiting on callbacks (receipt, sequence) where not delivered;

create table if not exists domain_facts (
    domain text primary key,
    holder text,
    real_name text not null,
    expires_on date,
    registrar_approved boolean,
    suffix_approved boolean
);

-- Rules of the authority that can be switched on and off.
create table if not exists switches (
    name text primary key,
    is_on boolean not null
);

-- A live service with its names and providers, as every reader wants it.
create or replace view service_entries as
select s.id, s.subject_number, s.number, s.kind, s.name, s.blacklisted, s.under_review,
       array(select d.domain from service_domains d where d.service_id = s.id order by d.domain) as domains,
       array(select a.provider_id from service_access a where a.service_id = s.id order by a.provider_id)
           as provider_ids
from services s
where s.deregistered_at is null;

-- Faults to be played, and those that were. `about` are ids of submissions or services; null is whatever comes next.
create table if not exists faults (
    id bigint generated always as identity primary key,
    fault text not null,
    about text[],
    seconds double precision not null,
    times_left integer not null check (times_left >= 0)
);
create index if not exists faults_armed on faults (id) where times_left > 0;
create table if not exists faults_played (
    id bigint generated always as identity primary key,
    fault text not null,
    submission_id text not null,
    played_at timestamptz not null
);
-- How often a submission came, and which callback is to be overtaken by the next of its receipt.
alter table submissions add column if not exists times_sent integer not null default 1;
alter table callbacks add column if not exists held_back boolean not null default false;
