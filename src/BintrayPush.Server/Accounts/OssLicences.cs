using System.Text.Json;

namespace BintrayPush.Server.Accounts;

/// <summary>The open-source licences that the service knows (protocol reference, section 14).</summary>
internal static class OssLicences
{
    /// <summary>The ids, as Bintray wrote them.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        "AFL-2.1", "AFL-3.0", "AGPL-V3", "Apache-1.0", "Apache-1.1", "Apache-2.0", "APL-1.0", "APSL-2.0", "Artistic-License-2.0",
        "Attribution", "Bouncy-Castle", "BSD", "BSD 2-Clause", "BSD 3-Clause", "BSL-1.0", "CA-TOSL-1.1", "CC0-1.0", "CDDL-1.0",
        "Codehaus", "CPAL-1.0", "CPL-1.0", "CPOL-1.02", "CUAOFFICE-1.0", "Day", "Day-Addendum", "ECL2", "Eiffel-2.0",
        "Entessa-1.0", "EPL-1.0", "EPL-2.0", "EUDATAGRID", "EUPL-1.1", "EUPL-1.2", "Fair", "Facebook-Platform", "Frameworx-1.0",
        "Go", "GPL-2.0", "GPL-2.0+CE", "GPL-3.0", "Historical", "HSQLDB", "IBMPL-1.0", "IJG", "ImageMagick", "IPAFont-1.0", "ISC",
        "IU-Extreme-1.1.1", "JA-SIG", "JSON", "JTidy", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0", "Libpng", "LPPL-1.0", "Lucent-1.02",
        "MirOS", "MIT", "Motosoto-0.9.1", "Mozilla-1.1", "MPL-2.0", "MS-PL", "MS-RL", "Multics", "NASA-1.3", "NAUMEN", "NCSA",
        "Nethack", "Nokia-1.0a", "NOSL-3.0", "NTP", "NUnit-2.6.3", "NUnit-Test-Adapter-2.6.3", "OCLC-2.0", "Openfont-1.1",
        "Opengroup", "OpenSSL", "OSL-3.0", "PHP-3.0", "PostgreSQL", "Public Domain", "Public Domain - SUN", "PythonPL",
        "PythonSoftFoundation", "QTPL-1.0", "Real-1.0", "RicohPL", "RPL-1.5", "Scala", "SimPL-2.0", "Sleepycat", "SUNPublic-1.0",
        "Sybase-1.0", "TMate", "Unicode-DFS-2015", "Unlicense", "UoI-NCSA", "UPL-1.0", "VIM License", "VovidaPL-1.0", "W3C",
        "WTFPL", "wxWindows", "Xnet", "ZLIB", "ZPL-2.0", "BSD New", "BSD Simplified", "CDDL-1.1", "CeCILL-1", "CeCILL-2",
        "CeCILL-2.1", "CeCILL-B", "CeCILL-C", "Copyfree", "CPOL", "GPL-3.0-only", "GPL-3.0-or-later", "Mulan PSL v1", "OpenLDAP",
    ];

    /// <summary>Writes a licence.</summary>
    public static void Write(Utf8JsonWriter json, string id)
    {
        var (longName, url) = OssLicenceTexts.Of(id);
        json.WriteStartObject();
        json.WriteString("name", id);
        json.WriteString("longname", longName);
        json.WriteString("url", url);
        json.WriteEndObject();
    }
}
