namespace BintrayPush.Guards;

/// <summary>What is checked out in a folder, as git sees it.</summary>
/// <param name="Commit">The commit, in short.</param>
/// <param name="Tags">The tags of that commit.</param>
/// <param name="Changes">Files that are not as they were committed, and new ones that are not ignored.</param>
internal sealed record WorkTree(string Commit, IReadOnlyList<string> Tags, IReadOnlyList<string> Changes)
{
    /// <summary>Reads it.</summary>
    /// <param name="folder">The work tree, or a folder in it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>It, or why it cannot be read.</returns>
    public static async Task<(WorkTree? Tree, string? Fault)> ReadAsync(string folder, CancellationToken cancellation)
    {
        try
        {
            // The settings of a user must not change what these print: they are commands for programs, with every choice made.
            var commit = await AskAsync("rev-parse --verify --short=12 HEAD").ConfigureAwait(false);
            var tags = await AskAsync("for-each-ref --points-at=HEAD --format=%(refname:strip=2) refs/tags").ConfigureAwait(false);
            var changes = await AskAsync("status --porcelain=v1 -z --no-renames --untracked-files=normal --ignore-submodules=none")
                .ConfigureAwait(false);
            return (new WorkTree(commit.Trim(), Split(tags, '\n'), [.. Split(changes, '\0').Select(Name)]), null);
        }
        catch (GitFailure failure)
        {
            return (null, failure.Message);
        }

        Task<string> AskAsync(string question) => GitProgram.AskAsync(folder, question, cancellation);
    }

    private static List<string> Split(string text, char end) =>
        [.. text.Split(end).Where(part => part.Length > 0)];

    /// <summary>Two letters that say what is different, and a blank, come first.</summary>
    private static string Name(string change) => change.Length > 3 ? change.Substring(3) : change;
}
