return require "circle_one"
