using BintrayPush.Cli;
using BintrayPush.Cli.Messages;

using var ending = EndingSignals.Catch();
return await BintrayCommand.RunAsync(args, CliEnvironment.OfThisProcess(), Console.Out, Console.Error, ending.Cancellation)
    .ConfigureAwait(false);
