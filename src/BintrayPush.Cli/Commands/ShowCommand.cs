using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary><c>bintray show</c>: what is there.</summary>
internal static class ShowCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var connecting = new ConnectionOptions();
        var what = CommonOptions.Subject<string>("what", "What is shown.", Addresses.OfAnything);
        var command = new Command("show", "Shows the repositories of a subject, a repository, a package, or a version with its files.")
        {
            what,
        };
        return command.Out(connecting.All, async (result, printer, cancellation) =>
        {
            var address = Addresses.Anything(result.GetRequiredValue(what));
            var connection = connecting.Read(result, environment, address.ToString());
            using var opened = await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
            var catalogue = new Catalogue(opened.Destination, cancellation);
            var page = address switch
            {
                string subject => await catalogue.SubjectAsync(subject).ConfigureAwait(false),
                RepositoryAddress repository => await catalogue.RepositoryAsync(repository).ConfigureAwait(false),
                PackageAddress package => await catalogue.PackageAsync(package).ConfigureAwait(false),
                VersionAddress version => await catalogue.VersionAsync(version).ConfigureAwait(false),
                _ => throw new InvalidOperationException("Unknown kind of address."),
            };
            if (page is null)
            {
                throw CommandFailure.Failed(
                    Complaints.NotThere(
                        address.ToString()!,
                        connection.Place.Name,
                        "Look at what is there with a shorter name, or log in if it is private."));
            }

            printer.Show(page.Lines, page.Document);
            return ExitCode.Success;
        });
    }
}
