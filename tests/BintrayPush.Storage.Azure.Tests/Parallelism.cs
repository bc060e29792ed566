// They wait for the engine more than they work.
[assembly: Parallelize(Workers = 6, Scope = ExecutionScope.MethodLevel)]
