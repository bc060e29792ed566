using BintrayPush.Api.Model;
using BintrayPush.Artifacts;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Descriptors;
using BintrayPush.Messages;
using BintrayPush.Places;
using BintrayPush.Planning;

namespace BintrayPush.Build;

/// <summary>The parameters of the push as an order to the engine.</summary>
internal sealed class InputReader(PushToBintray task, PropertyReader reader)
{
    /// <param name="place">Where the push goes, if that is known.</param>
    /// <param name="sources">The items of the artifacts.</param>
    public PushInput Read(ChosenPlace? place, out SourceItems sources)
    {
        Misspellings.OfProperties(task.BuildEngine, reader);
        Misspellings.OfArtifacts(task.Artifacts, reader);
        Misspellings.Of("BintrayAttribute", task.Attributes, KnownNames.OfAttributes, reader);
        Misspellings.Of("BintrayRoot", task.Roots, KnownNames.OfRoots, reader);
        Misspellings.Of("BintrayDescriptorVariable", task.DescriptorVariables, KnownNames.OfVariables, reader);
        foreach (var secret in task.Misplaced)
        {
            reader.Add(Texts.SecretGiven($"The property {secret.ItemSpec}"));
        }

        sources = SourceItems.Read(task.Artifacts, reader);
        var project = new SettingsReader(task, reader).Read(place) with
        {
            Artifacts = sources.Artifacts,
            UseArtifactProperties = reader.Switch(Setting.UseArtifactProperties, task.UseArtifactProperties, true),
            Override = reader.Switch(Setting.Override, task.Override, false),
            Explode = reader.Switch(Setting.Explode, task.Explode, false),
            FollowLinks = reader.Switch(Setting.FollowLinks, task.FollowLinks, false),
            OnFailure = WhatOnFailure(),
            StampService = reader.Switch(Setting.StampService, task.StampService, false),
            IsError = task.TreatsAsError,
            IsReproducible = "true".Equals(task.ContinuousIntegrationBuild, StringComparison.OrdinalIgnoreCase),
            MaxFiles = reader.Number(Setting.MaxFiles, task.MaxFiles, 0, 200),
            Readme = Readme(),
        };
        return new PushInput
        {
            Project = project,
            Mode = Mode(),
            // Package and version have defaults, so only those of the command line are known to be said.
            Said = new GivenCoordinates(task.Repo, task.GlobalProperty("BintrayPackage"), task.GlobalProperty("BintrayVersion"), null),
            Descriptor = PropertyReader.Text(task.Descriptor) is { } descriptor ? task.Absolute(descriptor) : null,
            Roots = [.. RootItems.Read(task, task.Roots, reader)],
            WholeFolder = reader.Switch(Setting.WholeFolder, task.WholeFolder, false),
            Variables = DescriptorVariables.Of(
                task.DescriptorVariables.Select(item => new KeyValuePair<string, string>(item.ItemSpec.Trim(), item.GetMetadata("Value")))),
            // A value that cannot be read was complained of when the project's values were read.
            Publish = new PropertyReader().OptionalSwitch(Setting.Publish, task.Publish),
            GpgSign = reader.OptionalSwitch(Setting.GpgSign, task.GpgSign),
            Passphrase = task.EnvironmentVariable("BINTRAY_GPG_PASSPHRASE") is { } passphrase && !string.IsNullOrWhiteSpace(passphrase)
                ? new Secret(passphrase)
                : null,
        };
    }

    private string? Readme()
    {
        if (PropertyReader.Text(task.ReadmeFile)?.Trim() is not { } given || given.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var file = task.Absolute(given);
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            reader.Add(Texts.ReadmeUnusable(file, cause.Message));
            return null;
        }
    }

    private PushMode Mode()
    {
        switch ((task.Mode ?? "").Trim().ToLowerInvariant())
        {
            case "" or "build":
                return PushMode.Build;
            case "files":
                return PushMode.Files;
            default:
                reader.Add(Texts.ModeUnknown(task.Mode!));
                return PushMode.Build;
        }
    }

    private OnFailure WhatOnFailure()
    {
        switch ((task.OnFailure ?? "").Trim().ToLowerInvariant())
        {
            case "" or "keep":
                return OnFailure.Keep;
            case "discard":
                return OnFailure.Discard;
            default:
                reader.Add(Texts.InvalidValue(Setting.OnFailure, task.OnFailure!, "Keep, Discard"));
                return OnFailure.Keep;
        }
    }
}
