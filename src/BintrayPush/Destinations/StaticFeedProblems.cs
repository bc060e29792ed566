using BintrayPush.Messages;
using static BintrayPush.Messages.ProblemText;

namespace BintrayPush.Destinations;

/// <summary>What can be wrong with a static feed.</summary>
public static class StaticFeedProblems
{
    /// <summary>The feed of a repository could not be written.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="folder">The folder that it is in.</param>
    /// <param name="downloads">Where a web server answers with the plain files.</param>
    /// <param name="fault">Why.</param>
    public static Problem Behind(RepositoryAddress repository, string folder, ServiceUrl downloads, string fault) => Error(
        "BTP4081",
        $"What {repository} publishes is public, and its static feed does not show all of it: {Sentence(fault)} Push again, or write the "
            + $"feed with: bintray feed {repository} --url \"{folder}\" --download-url {downloads}");

    /// <summary>Why a repository can have no static feed.</summary>
    /// <param name="details">What is known of it.</param>
    /// <returns>Words that follow its name; <see langword="null"/> if it can have one.</returns>
    public static string? FaultOf(RepositoryDetails details) => details.Type != RepositoryTypes.NuGet
        ? $"is of type '{details.Type ?? RepositoryTypes.Generic}'"
        : details.Private == true ? "is private, and nothing of it may lie among the plain files" : null;

    /// <summary>A repository can have no static feed.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="fault">Why.</param>
    public static Problem NoFeed(RepositoryAddress repository, string fault) => Error(
        "BTP4080",
        $"Repository {repository} can have no static feed ({Setting.StaticFeed}): {fault}. Only public repositories of type 'nuget' have "
            + "one. Nothing was published.");

    internal static Problem NotShown(FileAddress file, string fault, string localPath) => Warning(
        "BTP4082",
        $"{file} is public, and the static feed does not show it: {Sentence(fault)} Push a sound package of its own version in "
            + "its place, or delete it.",
        localPath);
}
