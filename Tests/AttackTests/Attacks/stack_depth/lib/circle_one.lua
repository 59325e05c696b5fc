return require "circle_two"
