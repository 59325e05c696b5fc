#!/usr/bin/env lua
return "marked"
