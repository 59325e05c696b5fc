import ScriptVM
print(version())
