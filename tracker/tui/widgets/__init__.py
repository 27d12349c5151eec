"""Parts of the screen: they show what they are given and say what was done to them; none asks the database."""
