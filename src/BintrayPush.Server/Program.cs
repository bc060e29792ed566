using BintrayPush.Server.Commands;

// The server handles signals itself, and may take longer to stop than the command line would wait.
return await ServerCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
