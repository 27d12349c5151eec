"""The use cases: the only room that joins the pure rooms to the database."""
