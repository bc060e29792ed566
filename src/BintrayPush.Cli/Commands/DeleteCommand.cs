using BintrayPush.Cli.Messages;
using BintrayPush.Cli.Options;
using BintrayPush.Cli.Output;
using BintrayPush.Cli.Places;

namespace BintrayPush.Cli.Commands;

/// <summary>
/// <c>bintray delete</c>: says what would go, or deletes it. What people would miss most goes only if one more option says that it is
/// meant.
/// </summary>
internal sealed class DeleteCommand
{
    private readonly ConnectionOptions _connection = new();
    private readonly Argument<string> _name = CommonOptions.Subject<string>(
        "name", "What is deleted, by its whole name.", Addresses.OfDeletable);
    private readonly Option<bool> _apply = CommonOptions.Flag(
        "--apply", "Delete it; without this it is only said what would be deleted.");
    private readonly Option<bool> _newestStable = CommonOptions.Flag(
        "--newest-stable", "Also if it is the newest stable version of its package, or a part of it.");
    private readonly Option<bool> _withPackages = CommonOptions.Flag(
        "--with-packages", "Also if it is a repository that has packages.");
    private readonly CliEnvironment _environment;

    private DeleteCommand(CliEnvironment environment) => _environment = environment;

    public static Command Create(CliEnvironment environment)
    {
        var delete = new DeleteCommand(environment);
        var command = new Command("delete", "Says what would be deleted of a version, a package or a repository, or deletes it.")
        {
            delete._name,
        };
        return command.Out([delete._apply, delete._newestStable, delete._withPackages, .. delete._connection.All], delete.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, Printer printer, CancellationToken cancellation)
    {
        var name = result.GetRequiredValue(_name);
        _ = Addresses.Deletable(name);
        var apply = result.GetValue(_apply);
        var connection = _connection.Read(result, _environment, name);
        using var opened = apply
            ? await connection.OpenAsync(cancellation).ConfigureAwait(false)
            : await connection.OpenAsync(readOnly: true, cancellation).ConfigureAwait(false);
        var target = await DeletionTarget.FindAsync(
            opened.Destination.Service, name, connection.Place.Name, _environment.Passphrase, cancellation).ConfigureAwait(false);
        var needed = target.Packages > 0 && !result.GetValue(_withPackages) ? Complaints.RepositoryHasPackages(target.Name, target.Packages)
            : target.NewestStable is { } stable && !result.GetValue(_newestStable) ? Complaints.NewestStable(target.Name, stable)
            : null;
        if (apply)
        {
            if (needed is not null)
            {
                throw CommandFailure.Failed(needed);
            }

            await target.Delete(cancellation).ConfigureAwait(false);
        }

        printer.Show(Lines(target, apply, needed), json =>
        {
            json.WriteString("name", target.Name);
            json.WriteString("kind", target.Kind);
            json.WriteBoolean("dryRun", !apply);
            json.WriteNumber("files", target.Files);
            json.WriteNumber("bytes", target.Bytes);
            json.WriteNumber("packages", target.Packages);
            json.WriteText("newestStable", target.NewestStable?.ToString());
            json.WriteText("needs", needed is null ? null : target.Packages > 0 ? _withPackages.Name : _newestStable.Name);
        });
        return ExitCode.Success;
    }

    private static IEnumerable<string> Lines(DeletionTarget target, bool isDone, Problem? needed)
    {
        if (isDone)
        {
            return
            [
                $"The {target.Kind} {target.Name} is deleted ({target.Amount}).",
                "Its bytes stay in the store until the next sweep, unless something else has them, too.",
            ];
        }

        return
        [
            $"The {target.Kind} {target.Name} would be deleted ({target.Amount}). Nothing was changed; --apply deletes it.",
            .. needed is null ? Array.Empty<string>() : [$"  {needed.Text}"],
        ];
    }
}
