"""The facts of the source documents, which test shows each, and whether changed rule data are noticed.

`python -m tests.facts run`     run the tests that name a fact, print the table, write docs/traceability.md
`python -m tests.facts check`   the same comparison without running a test: list, marks and document agree
`python -m tests.facts mutate`  change the data that carry a fact, and name the facts whose tests still pass
"""
