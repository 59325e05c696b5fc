import ScriptHost
