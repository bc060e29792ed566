using System.CommandLine;
using BintrayPush.Server.Store;

namespace BintrayPush.Server.Commands;

/// <summary><c>bintray-server fsck</c>: reads a data folder back and says what is damaged. A server may run on it meanwhile.</summary>
internal static class FsckCommand
{
    public static Command Create()
    {
        var store = new StoreSettings();
        var repair = new Option<bool>("--repair")
        {
            Description = "Mend what can be mended, and take damaged contents out of use, so that the next push of their bytes heals them.",
        };
        var command = new Command("fsck", "Reads everything in the data folder back and says what is damaged; ends with 1 if something is.")
        {
            repair,
        };
        store.AddTo(command);
        command.SetAction((result, cancellation) => store.RunAsync(result, settings => FindingOutput.RunAsync(
            result, found => ServerStores.MaintenanceOf(settings.Data).CheckAsync(result.GetValue(repair), found, cancellation))));
        return command;
    }
}
