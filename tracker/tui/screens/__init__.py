"""The review screen and the dialogs over it."""
