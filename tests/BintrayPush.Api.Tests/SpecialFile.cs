#if NET
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace BintrayPush.Api.Tests;

/// <summary>Things that have the name of a file and are none.</summary>
internal static class SpecialFile
{
    /// <summary>Makes one.</summary>
    /// <param name="kind"><c>pipe</c>, <c>socket</c>, or <c>device</c>, which is a link to one.</param>
    /// <param name="path">Where.</param>
    public static string Make(string kind, string path)
    {
        switch (kind)
        {
            case "pipe":
                const uint OwnFile = 0x180;
                Assert.AreEqual(0, MakePipe(Encoding.UTF8.GetBytes(path + "\0"), OwnFile));
                break;
            case "socket":
                // The name stays when the socket is closed.
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    var place = Path.Combine(Path.GetTempPath(), $"s{Guid.NewGuid():N}"[..9]);
                    socket.Bind(new UnixDomainSocketEndPoint(place));
                    Assert.AreEqual(0, Rename(Encoding.UTF8.GetBytes(place + "\0"), Encoding.UTF8.GetBytes(path + "\0")));
                }

                break;
            default:
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
        }

        return path;
    }

    [DllImport("libc", EntryPoint = "mkfifo")]
    private static extern int MakePipe(byte[] path, uint mode);

    /// <summary>A socket's own path may have about a hundred characters only.</summary>
    [DllImport("libc", EntryPoint = "rename")]
    private static extern int Rename(byte[] from, byte[] to);
}
#endif
