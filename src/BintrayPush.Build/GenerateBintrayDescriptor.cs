using BintrayPush.Artifacts;
using BintrayPush.Build.Settings;
using BintrayPush.Build.Tasks;
using BintrayPush.Descriptors;
using BintrayPush.Places;
using BintrayPush.Planning;
using BintrayPush.Report;
using BintrayPush.Selection;

namespace BintrayPush.Build;

/// <summary>
/// Writes a descriptor that says what the project says, for this push or another one. It never holds a credential: none is a
/// parameter, and one in a URL is left out.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class GenerateBintrayDescriptor : DescribingTask
{
    /// <summary>The file to write; its name must be that of a descriptor.</summary>
    [Required]
    public string OutputPath { get; set; } = "";

    /// <summary>What the project makes; the descriptor names it by patterns.</summary>
    public ITaskItem[] Artifacts { get; set; } = [];

    /// <summary>The roots that patterns are matched in: name and <c>Path</c>.</summary>
    public ITaskItem[] Roots { get; set; } = [];

    /// <summary>Whether what a build makes is pushed by it, so that it has no patterns; default false.</summary>
    public string? ForBuild { get; set; }

    /// <summary>The absolute path of what was written.</summary>
    [Output]
    public string? Descriptor { get; private set; }

    private protected override System.Threading.Tasks.Task RunAsync(CancellationToken cancellation)
    {
        var reader = new PropertyReader();
        var place = ChosenPlace.Choose(
            Url,
            reader.Switch(Setting.AllowInsecureConnections, AllowInsecureConnections, false),
            ProjectDirectory,
            EnvironmentVariable,
            reader);
        var request = new SettingsReader(this, reader).Read(place);
        var path = Absolute(OutputPath);
        var files = reader.Switch("ForBuild", ForBuild, false) ? null
            : PatternsOfFiles.Of(Artifacts.Select(item => item.GetMetadata("FullPath")), path, [.. RootItems.Read(this, Roots, reader)]);
        var generated = DescriptorGeneration.Of(request, reader.SignSwitch(GpgSign), files);
        if (!DescriptorName.IsDescriptor(path))
        {
            reader.Add(Texts.DescriptorUnwritable(path, "the file name must hold 'bintray-info' and end in '.json'."));
        }

        Log.LogProblems(reader.Problems);
        Log.LogProblems(generated.Problems);
        if (!Log.HasLoggedErrors && generated.Descriptor is { } descriptor)
        {
            Write(path, DescriptorWriter.Write(descriptor));
        }

        return System.Threading.Tasks.Task.CompletedTask;
    }

    /// <summary>An equal file stays as it is, so that what is built from it stays too.</summary>
    private void Write(string path, byte[] content)
    {
        try
        {
            if (!File.Exists(path) || RegularFile.ReadAllBytes(path, content.Length) is not { } existing
                || !existing.AsSpan().SequenceEqual(content))
            {
                AtomicFile.Write(path, file => file.Write(content, 0, content.Length));
            }

            Descriptor = path;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Log.LogProblems([Texts.DescriptorUnwritable(path, cause.Message)]);
        }
    }
}
