"""The second step of an import: the things of a file -> drafts of SOPs (`draft`), which `yamlfile` writes as a person would.

`sheets`, `identity`, `steps` and `labels` know the manners of agencies; `places` and `fitting` say where a drawn shape stands, `links`
which line leads where, `flowread` what that means; `recognise` does it all.
"""
