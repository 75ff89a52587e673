"""One module a tool. Each offers a `TOOL`, a `Recogniser` as `by_headers` describes it; nothing else has to be told."""
