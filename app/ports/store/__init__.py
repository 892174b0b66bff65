"""What use cases ask of the database: one Protocol a resource, and the unit of work that holds them."""
