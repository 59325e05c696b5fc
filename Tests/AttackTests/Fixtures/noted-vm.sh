#!/bin/sh
# Becomes the script process, and leaves its process id beside the link it was started by.
echo $$ >"$0.id"
exec "${0%/*}/real" "$@"
