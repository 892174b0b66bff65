"""`python -m app.cli`, which is how the supervisor starts the service's processes."""

from app.cli import main

main()
