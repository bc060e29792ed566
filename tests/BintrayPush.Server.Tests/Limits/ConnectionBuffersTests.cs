using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BintrayPush.Server.Tests.Limits;

/// <summary>How much is read from a socket at a time.</summary>
[TestClass]
public sealed class ConnectionBuffersTests
{
    [TestMethod]
    public async Task The_running_server_reads_from_sockets_into_large_buffers_and_without_a_look_before_each()
    {
        await using var server = await RunningServer.StartAsync();

        using var pool = server.Services.GetRequiredService<IMemoryPoolFactory<byte>>().Create();
        Assert.AreEqual(32 * 1024, pool.MaxBufferSize);
        Assert.IsFalse(server.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.WaitForDataBeforeAllocatingBuffer);
    }
}
