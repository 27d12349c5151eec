"""The review room: a Textual app over the use cases of reviewing."""
