using BintrayPush.Cli;

using var ending = EndingSignals.Catch();
return await BintrayCommand.RunAsync(args, Surroundings.OfThisProcess(), Console.Out, Console.Error, ending.Cancellation).ConfigureAwait(false);
