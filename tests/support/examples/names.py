"""Names with characters that have a meaning in XML or in Mermaid."""

HOSTILE_TO_XML = [
    '<script>alert("x")</script>',
    "A & B ]]> <!--",
    "'\"><b onload=1>",
    "\x00\x1b[31m甲\ud800",
    "国" * 300,
    "W" * 300,
]


HOSTILE_TO_MERMAID = [
    'end "] --> x; %%{init: {}}%% #35; <b>`1. *x*',
    "#quot;",
    "ﬂ°35¶ß",
    "graph TD\nend",
    "- a",
    "😀|{}[]()@:",
]
