using System.Net.Sockets;
using System.Text;

namespace BintrayPush.Server.Tests;

/// <summary>Requests as bytes, for what HTTP clients would not send.</summary>
internal static class RawRequests
{
    public static async Task<NetworkStream> ConnectAsync(this RunningServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Url.Host, server.Url.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Sends bytes and reads to the end of the connection.</summary>
    public static async Task<string> RawAsync(this RunningServer server, string request)
    {
        await using var connection = await server.ConnectAsync();
        await connection.WriteAsync(Encoding.Latin1.GetBytes(request));
        return await connection.ReadToEndAsync();
    }

    public static Task<string> PutRawAsync(
        this RunningServer server, string target, string body, params (string Name, string Value)[] headers) =>
        server.RawAsync($"PUT {target} HTTP/1.1\r\nHost: x\r\n{server.AuthorizationLine()}Content-Length: {body.Length}\r\nConnection: "
            + "close\r\n"
            + string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n")) + "\r\n" + body);

    public static string AuthorizationLine(this RunningServer server) =>
        $"Authorization: {ServerUsers.BasicOf(ServerUsers.Admin, server.Key)}\r\n";

    /// <summary>Everything that comes until the other side closes, or breaks off.</summary>
    public static async Task<string> ReadToEndAsync(this NetworkStream connection)
    {
        var bytes = new MemoryStream();
        try
        {
            await connection.CopyToAsync(bytes);
        }
        catch (IOException)
        {
            // Broken off; what came before counts.
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Reads up to and with a text.</summary>
    public static async Task<string> ReadUntilAsync(this NetworkStream connection, string end)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await connection.ReadAsync(one) > 0)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }
}
