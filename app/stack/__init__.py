"""Running it on one machine: the embedded database, the service, its worker and the authority sandbox together."""
