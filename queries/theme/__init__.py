"""The flow of a theme 一件事: what comes before what, what at the same time, how long it takes, with which papers."""
