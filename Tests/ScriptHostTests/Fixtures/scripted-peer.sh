#!/bin/sh
# Stands in for graphene-vm: does what the file `steps` beside it says, with the host at descriptor 3.
here=${0%/*}
. "$here/steps"
