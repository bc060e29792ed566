using BintrayPush.Server.Tests.Kills;
using Microsoft.Testing.Platform.Builder;

if (args.Length > 0 && args[0] == PushProcess.Switch)
{
    return await PushProcess.MainAsync(args);
}

var builder = await TestApplication.CreateBuilderAsync(args);
builder.AddMSTest(() => [typeof(PushProcess).Assembly]);
using var application = await builder.BuildAsync();
return await application.RunAsync();
