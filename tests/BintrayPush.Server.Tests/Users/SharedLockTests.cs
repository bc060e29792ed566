using System.Security.Cryptography;
using System.Text;
using BintrayPush.Server.Store;
using BintrayPush.Server.Users;

namespace BintrayPush.Server.Tests.Users;

/// <summary>In a folder the locks of several names can be one file: a change that needs both must not wait for itself.</summary>
[TestClass]
public sealed class SharedLockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("bintray-shared-lock-").FullName;

    public TestContext TestContext { get; set; } = null!;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public async Task A_role_is_changed_where_the_locks_of_both_users_are_one()
    {
        var other = Enumerable.Range(0, 10_000).Select(number => $"user{number}").First(name => FirstByte(name) == FirstByte("joe"));
        ServerUsers.AddAdmin(_folder);
        ServerUsers.AddPublisher(_folder, other);
        var users = new UserRecords(ServerStores.PrivateFilesOf(_folder));

        var changed = await users.ChangeAsAdminAsync(
            ServerUsers.Subject,
            ServerUsers.Admin,
            other,
            user => user with { Roles = new Dictionary<string, Role> { [ServerUsers.Subject] = Role.Read } },
            TestContext.CancellationToken).WaitAsync(Patience, TestContext.CancellationToken);

        Assert.AreEqual(Role.Read, changed!.Roles[ServerUsers.Subject]);
    }

    private static byte FirstByte(string user) => SHA256.HashData(Encoding.UTF8.GetBytes($"user/{user}.json"))[0];
}
