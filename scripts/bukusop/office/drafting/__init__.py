"""The second step of an import: the things of a file -> drafts of SOPs (`draft`), which `yamlfile` writes as a person would.

`sheets`, `identity`, `steps` and `labels` know the manners of agencies, `texts` and `wording` read words, `outside` what is of no sheet.
`places` says where a drawn shape stands (`grounds`, `fitting`, `aligning`, `stretching`; not for what `strays` leaves out), `links` which
line leads where (`pieces`, `typed`, `matching`), `flowread` what that means, `flowwrite` says it; `recognise` does it all.
"""
