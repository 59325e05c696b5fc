local password = = "hunter2"
