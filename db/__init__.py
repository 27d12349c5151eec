"""Everything kept: tables, engines, writes, reads and migrations."""
