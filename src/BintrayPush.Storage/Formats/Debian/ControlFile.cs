using System.Globalization;
using System.Text;

namespace BintrayPush.Storage.Formats.Debian;

/// <summary>
/// The control file of a package: one stanza of fields, checked so that it cannot put another field or another stanza into an index.
/// </summary>
internal sealed class ControlFile
{
    private const int MostFields = 200;

    /// <summary>What the index says of a package itself: a control file has no say in it.</summary>
    private static readonly HashSet<string> OfIndex = new(StringComparer.OrdinalIgnoreCase)
    {
        "Filename", "Size", "MD5sum", "SHA1", "SHA256", "SHA512", "Description-md5", "Status", "MSDOS-Filename",
    };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IReadOnlyList<(string Name, string Value)> _fields;

    private ControlFile(IReadOnlyList<(string Name, string Value)> fields)
    {
        _fields = fields;
        Package = Required("Package");
        Version = Required("Version");
        Architecture = Required("Architecture");
        RequireThat(Package.Length > 1 && DebianNames.IsPackage(Package), $"'{Package}' is no name of a package");
        RequireThat(DebianNames.IsVersion(Version), $"'{Version}' is no version");
        RequireThat(DebianNames.IsArchitecture(Architecture), $"'{Architecture}' is no architecture");
    }

    public string Package { get; }

    public string Version { get; }

    public string Architecture { get; }

    /// <summary>Reads a control file.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says why.</exception>
    public static ControlFile Parse(byte[] bytes)
    {
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("its control file is not UTF-8");
        }

        var fields = new List<(string Name, StringBuilder Value)>();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            RequireThat(!line.Any(c => char.IsControl(c) && c != '\t'), "its control file has control characters in it");
            RequireThat(line.Trim().Length > 0, "its control file has an empty line, and would be more than one stanza");
            if (line[0] is ' ' or '\t')
            {
                RequireThat(fields.Count > 0, "its control file begins with a continued line");
                fields[fields.Count - 1].Value.Append('\n').Append(line.TrimEnd());
                continue;
            }

            var colon = line.IndexOf(':');
            RequireThat(colon > 0 && IsFieldName(line.Substring(0, colon)), "its control file has a line that is no field");
            fields.Add((line.Substring(0, colon), new StringBuilder(line.Substring(colon + 1).Trim())));
            RequireThat(fields.Count <= MostFields, $"its control file has more than {MostFields} fields");
        }

        RequireThat(
            fields.Select(field => field.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count() == fields.Count,
            "its control file has a field twice");
        return new ControlFile([.. fields.Select(field => (field.Name, field.Value.ToString()))]);
    }

    /// <summary>The stanza of the package in an index, with a line feed at its end.</summary>
    /// <param name="path">Where the package is in the repository.</param>
    /// <param name="size">Its length.</param>
    /// <param name="sha256">The SHA-256 of its bytes.</param>
    public string ToStanza(string path, long size, string sha256)
    {
        var stanza = new StringBuilder();
        foreach (var (name, value) in _fields.Where(field => !OfIndex.Contains(field.Name)))
        {
            Append(name, value);
        }

        Append(IndexStanza.FileName, path);
        Append(IndexStanza.Size, size.ToString(CultureInfo.InvariantCulture));
        Append(IndexStanza.Sha256, sha256);
        return stanza.ToString();

        // A value may begin on the line after its name.
        void Append(string name, string value) =>
            stanza.Append(name).Append(value.Length == 0 || value[0] == '\n' ? ":" : ": ").Append(value).Append('\n');
    }

    private static void RequireThat(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new InvalidDataException(LogText.Clean(otherwise));
        }
    }

    private static bool IsFieldName(string name) =>
        name[0] is not ('#' or '-') && name.All(c => c is > ' ' and < (char)0x7f and not ':');

    private string Required(string name)
    {
        var value = _fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)).Value;
        RequireThat(!string.IsNullOrEmpty(value), $"its control file has no {name}");
        return value;
    }
}
