using BintrayPush.Api;
using BintrayPush.Descriptors;
using BintrayPush.Planning;
using BintrayPush.Pushing;
using BintrayPush.Selection;
using Microsoft.Build.Framework;

namespace BintrayPush.Build.Pushing;

/// <summary>The parameters of the push as an order to the engine.</summary>
internal sealed class OrderReader(PushToBintray task, PropertyReader reader)
{
    /// <param name="place">Where the push goes, if that is known.</param>
    /// <param name="sources">The items of the artifacts.</param>
    public PushOrder Read(ChosenPlace? place, out SourceItems sources)
    {
        sources = SourceItems.Read(task.Artifacts, reader);
        var project = new RequestReader(task, reader).Read(place) with
        {
            Artifacts = sources.Artifacts,
            UseArtifactProperties = reader.Switch("BintrayUseArtifactProperties", task.UseArtifactProperties, true),
            Override = reader.Switch("BintrayOverride", task.Override, false),
            Explode = reader.Switch("BintrayExplode", task.Explode, false),
            OnFailure = WhatOnFailure(),
            IsReproducible = "true".Equals(task.ContinuousIntegrationBuild, StringComparison.OrdinalIgnoreCase),
            MaxFiles = reader.Number("BintrayMaxFiles", task.MaxFiles, 0, 200),
        };
        return new PushOrder
        {
            Project = project,
            Mode = Mode(),
            Descriptor = PropertyReader.Text(task.Descriptor) is { } descriptor ? task.Absolute(descriptor) : null,
            Roots = [.. Roots()],
            Variables = DescriptorVariables.Of(task.DescriptorVariables.Select(item => new KeyValuePair<string, string>(item.ItemSpec.Trim(), item.GetMetadata("Value")))),
            // A value that cannot be read was complained of when the project's values were read.
            Publish = new PropertyReader().OptionalSwitch("BintrayPublish", task.Publish),
            GpgSign = reader.OptionalSwitch("BintrayGpgSign", task.GpgSign),
            Passphrase = task.EnvironmentVariable("BINTRAY_GPG_PASSPHRASE") is { } passphrase && !string.IsNullOrWhiteSpace(passphrase) ? new Secret(passphrase) : null,
        };
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
                reader.Add(Texts.InvalidValue("BintrayOnFailure", task.OnFailure!, "Keep, Discard"));
                return OnFailure.Keep;
        }
    }

    private IEnumerable<NamedRoot> Roots()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in task.Roots)
        {
            var name = item.ItemSpec.Trim();
            if (PropertyReader.Text(item.GetMetadata("Path")) is not { } path)
            {
                // One that comes with the package, and that this project has no folder for.
                if (!IsPredefined(item))
                {
                    reader.Add(Texts.RootUnusable(name, "it has no Path"));
                }
            }
            else if (name.IndexOfAny(['/', '\\', '*', '?']) >= 0)
            {
                reader.Add(Texts.RootUnusable(name, "its name must be one segment of a path"));
            }
            else if (!names.Add(name))
            {
                if (!IsPredefined(item))
                {
                    reader.Add(Texts.RootUnusable(name, "it is given twice"));
                }
            }
            else
            {
                var folder = task.Absolute(path);
                if (!IsPredefined(item) && !Directory.Exists(folder))
                {
                    reader.Add(Texts.RootUnusable(name, $"there is no folder {folder}"));
                }

                yield return new NamedRoot(name, folder);
            }
        }
    }

    private static bool IsPredefined(ITaskItem item) => item.GetMetadata("Predefined") == "true";
}
