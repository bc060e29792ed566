using BintrayPush.Storage.Tests;
using Microsoft.Testing.Platform.Builder;

if (args.Length > 0 && args[0] == OtherProcess.Switch)
{
    return await OtherProcess.MainAsync(args);
}

var builder = await TestApplication.CreateBuilderAsync(args);
builder.AddMSTest(() => [typeof(OtherProcess).Assembly]);
using var application = await builder.BuildAsync();
return await application.RunAsync();
