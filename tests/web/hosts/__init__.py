"""One table for each kind of host: every address of the list, what it answers, and what that is known from.

`says` is what is known of a host in words. Where nothing is known it says `invented`: the row then stands for something
that hosts do, and is no evidence about the page whose name it bears.
"""
