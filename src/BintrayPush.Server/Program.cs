using BintrayPush.Server.Commands;

// The server ends itself when it is told to stop, and may take longer than the command line would wait.
return await ServerCommand.Create().Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
