"""The crash run: parts of a whole service are killed without warning while people file, and nothing may be lost.

`python -m tests.crash --rounds 200 --filings 50 --seed 1` starts a service of its own. In each round one or two of
API, worker, authority sandbox and PostgreSQL are killed at a moment that the seed chooses, and started again. Those who
file are played by a process of its own: it sends each call with an idempotency key until it is answered, and keeps what
was answered. At the end both databases, the timelines, the feed and a webhook receiver are compared with that.
"""
