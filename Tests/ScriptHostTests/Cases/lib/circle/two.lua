return require "circle.one"
