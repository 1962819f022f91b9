"""Nine years of Millbrook before the demo's year: what a table looks like that has been set for ten (`kitchentable demo --years 10`)."""
