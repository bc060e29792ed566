using BintrayPush.Cli;

return await BintrayCommand.RunAsync(args, Surroundings.OfThisProcess(), Console.Out, Console.Error, CancellationToken.None).ConfigureAwait(false);
