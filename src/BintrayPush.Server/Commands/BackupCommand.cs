using System.CommandLine;
using BintrayPush.Server.Store;
using BintrayPush.Storage.Maintenance;

namespace BintrayPush.Server.Commands;

/// <summary><c>bintray-server backup</c>: a copy of a data folder that is in use.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var store = new StoreSettings();
        var target = new Argument<string>("target") { Description = "A folder that is empty or not there." };
        var command = new Command(
            "backup",
            "Copies the data folder, also while a server works on it, and reads the copy back; ends with 1 if the copy is damaged.")
        {
            target,
        };
        store.AddTo(command);
        command.SetAction((result, cancellation) => store.RunAsync(result, settings => FindingOutput.RunAsync(
            result,
            // The plain files of the copy are made anew, which is no news.
            found => ServerStores.MaintenanceOf(settings.Data)
                .CopyAsync(result.GetRequiredValue(target), finding => Tell(finding, found), cancellation))));
        return command;

        static void Tell(StoreFinding finding, Action<StoreFinding> found)
        {
            if (finding is { IsDamage: true, Mended: false })
            {
                found(finding);
            }
        }
    }
}
