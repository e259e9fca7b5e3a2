"""What people said, and what is to be done: pure decisions about one pull request and one dashboard.

Values in, values out. What is known comes from the forge, from the findings and from memory; what is to be done is
carried out by `crawler.pipeline.publishing`, which alone knows in which order, and why.

    hearing    what a person changed in a body, by what we wrote last
    words      what was heard -> decisions, with who, when and why
    recovery   decisions out of bodies alone, where memory is lost
    offering   offers -> the rows of the pull request, and what waits
    branch     whose commit the branch holds
    steps      what to do with the pull request and the dashboard
    memory     what is remembered of both, as JSON
"""
